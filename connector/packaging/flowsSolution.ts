import type { Template } from '../flows/templates.ts';
import { product } from '../product.ts';
import { componentId } from './componentId.ts';
import { connectionReferences } from './connectionReferences.ts';
import { connectorName } from './connectorSolution.ts';
import { allVariables, type EnvironmentVariable } from './environmentVariables.ts';
import { english, type SolutionKind, solutionFiles, solutionVersion } from './solution.ts';
import { apiPath, ownApi, stampFlow } from './stampFlow.ts';
import { printXml, type XmlElement } from './xml.ts';
import type { PackageFiles } from './zipFiles.ts';

interface FlowsSolution {
  readonly templates: readonly Template[];
  /** Left out: the flows keep the name that the files use, for the import to replace. */
  readonly connectorInternalId?: string;
  readonly version: string;
  readonly kind: SolutionKind;
}

const variableTypes = { String: '100000000', Int: '100000001', Float: '100000001', Bool: '100000002' } as const;

const idOf = ({ id }: Template): string => componentId('flow', id);
const fileOf = (template: Template): string => `Workflows/${template.id}-${idOf(template).toUpperCase()}.json`;

// Off until an administrator has filled in the settings; category 5 is a cloud flow, type 1 a definition.
const workflow = (template: Template, version: string): XmlElement => ({
  '@WorkflowId': `{${idOf(template)}}`,
  '@Name': template.name,
  '@Description': template.description,
  JsonFileName: `/${fileOf(template)}`,
  Type: '1',
  Subprocess: '0',
  Category: '5',
  Mode: '0',
  Scope: '4',
  OnDemand: '0',
  TriggerOnCreate: '0',
  TriggerOnDelete: '0',
  AsyncAutodelete: '0',
  SyncWorkflowLogOnFailure: '0',
  StateCode: '0',
  StatusCode: '1',
  RunAs: '1',
  IsTransacted: '1',
  IntroducedVersion: solutionVersion(version),
  IsCustomizable: '1',
  BusinessProcessType: '0',
  IsCustomProcessingStepAllowedForOtherPublishers: '1',
  ModernFlowType: '0',
  PrimaryEntity: 'none',
  LocalizedNames: { LocalizedName: { '@languagecode': english, '@description': template.name } },
  Descriptions: { Description: { '@languagecode': english, '@description': template.description } },
});

const label = (text: string): XmlElement => ({
  '@default': text,
  label: { '@description': text, '@languagecode': english },
});

const variable = (
  { schemaName, displayName, description, type, defaultValue }: EnvironmentVariable,
  version: string,
): string =>
  printXml({
    environmentvariabledefinition: {
      '@schemaname': schemaName,
      ...(defaultValue !== undefined && { defaultvalue: String(defaultValue) }),
      description: label(description),
      displayname: label(displayName),
      introducedversion: solutionVersion(version),
      iscustomizable: '1',
      isrequired: defaultValue === undefined ? '1' : '0',
      secretstore: '0',
      type: variableTypes[type],
    },
  });

/** The solution that carries the prebuilt flows, turned off, with their connection references and environment variables. */
export const flowsSolution = ({
  templates,
  connectorInternalId = ownApi,
  version,
  kind,
}: FlowsSolution): PackageFiles => {
  const variables = allVariables(templates);
  const references = connectionReferences(templates).map(
    ({ logicalName, api }): XmlElement => ({
      '@connectionreferencelogicalname': logicalName,
      connectionreferencedisplayname: api === ownApi ? product.title : logicalName,
      connectorid: apiPath(api === ownApi ? connectorInternalId : api),
      ...(api === ownApi && { customconnectorid: { connectorid: componentId('connector', connectorName) } }),
      iscustomizable: '1',
      promptingbehavior: '0',
      statecode: '0',
      statuscode: '1',
    }),
  );
  return solutionFiles({
    uniqueName: 'PurviewResponseFlows',
    displayName: `${product.title}: flows`,
    description: 'Prebuilt flows that answer what Microsoft Purview finds.',
    version,
    kind,
    rootComponents: [
      ...templates.map((template) => ({ '@type': '29', '@id': `{${idOf(template)}}`, '@behavior': '0' })),
      ...variables.map(({ schemaName }) => ({ '@type': '380', '@schemaName': schemaName, '@behavior': '0' })),
    ],
    customizations: {
      Workflows: { Workflow: templates.map((template) => workflow(template, version)) },
      connectionreferences: { connectionreference: references },
    },
    files: {
      ...Object.fromEntries(
        templates.map((template) => [fileOf(template), stampFlow(template.flow, connectorInternalId)]),
      ),
      ...Object.fromEntries(
        variables.map((found) => [
          `environmentvariabledefinitions/${found.schemaName}/environmentvariabledefinition.xml`,
          variable(found, version),
        ]),
      ),
    },
  });
};
