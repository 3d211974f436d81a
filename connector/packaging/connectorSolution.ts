import { product } from '../product.ts';
import { componentId } from './componentId.ts';
import { prefix, type SolutionKind, solutionFiles } from './solution.ts';
import type { ConnectorFiles } from './stampConnector.ts';
import type { PackageFiles } from './zipFiles.ts';

/** The connector's schema name; the environment makes its internal id from it. */
export const connectorName = `${prefix}_purviewresponse`;

interface ConnectorSolution extends ConnectorFiles {
  readonly icon: Uint8Array;
  readonly version: string;
  readonly kind: SolutionKind;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The solution that carries the connector alone: it has to be there before flows that refer to it can be imported. */
export const connectorSolution = ({
  definition,
  properties: propertiesText,
  icon,
  version,
  kind,
}: ConnectorSolution): PackageFiles => {
  const { properties } = JSON.parse(propertiesText);
  const id = componentId('connector', connectorName);
  const part = (name: string): string => `Connector/${connectorName}_${name}`;
  const [definitionFile, parametersFile, policiesFile, iconFile] = [
    part('openapidefinition.json'),
    part('connectionparameters.json'),
    part('policytemplateinstances.json'),
    part('iconblob.Png'),
  ];
  return solutionFiles({
    uniqueName: 'PurviewResponseConnector',
    displayName: `${product.title}: connector`,
    description: product.description,
    version,
    kind,
    rootComponents: [{ '@type': '372', '@id': `{${id}}`, '@schemaName': connectorName, '@behavior': '0' }],
    customizations: {
      Connectors: {
        Connector: {
          connectorid: id,
          description: product.description,
          displayname: product.title,
          iconbrandcolor: product.brandColor,
          name: connectorName,
          connectortype: '1',
          openapidefinition: `/${definitionFile}`,
          connectionparameters: `/${parametersFile}`,
          policytemplateinstances: `/${policiesFile}`,
          iconblob: `/${iconFile}`,
        },
      },
    },
    files: {
      [definitionFile]: definition,
      [parametersFile]: json(properties.connectionParameters),
      [policiesFile]: json(properties.policyTemplateInstances),
      [iconFile]: icon,
    },
  });
};
