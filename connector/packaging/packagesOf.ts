import type { Template } from '../flows/templates.ts';
import { connectorSolution } from './connectorSolution.ts';
import { deploymentSettings } from './deploymentSettings.ts';
import type { Environment } from './environment.ts';
import { flowsSolution } from './flowsSolution.ts';
import type { SolutionKind } from './solution.ts';
import { type ConnectorFiles, stampConnector } from './stampConnector.ts';
import { type PackageFiles, zipFiles } from './zipFiles.ts';

interface Packaged {
  readonly connector: ConnectorFiles & { readonly icon: Uint8Array };
  readonly templates: readonly Template[];
  readonly environment: Environment;
  readonly version: string;
}

const kinds: readonly SolutionKind[] = ['unmanaged', 'managed'];

/**
 * Everything that an environment imports, by file name: both solutions in both kinds, its deployment settings, and the
 * connector's files by themselves for those who create it without a solution.
 */
export const packagesOf = ({ connector, templates, environment, version }: Packaged): PackageFiles => {
  const stamped = stampConnector(connector, environment);
  const { connectorInternalId } = environment;
  const solutions = kinds.flatMap((kind) => {
    const suffix = `_${version.replaceAll('.', '_')}${kind === 'managed' ? '_managed' : ''}.zip`;
    return [
      [
        `PurviewResponseConnector${suffix}`,
        zipFiles(connectorSolution({ ...stamped, icon: connector.icon, version, kind })),
      ],
      [
        `PurviewResponseFlows${suffix}`,
        zipFiles(
          flowsSolution({
            templates,
            version,
            kind,
            ...(connectorInternalId !== undefined && { connectorInternalId }),
          }),
        ),
      ],
    ];
  });
  return {
    ...Object.fromEntries(solutions),
    'deploymentSettings.json': deploymentSettings(templates, environment),
    'connector/apiDefinition.swagger.json': stamped.definition,
    'connector/apiProperties.json': stamped.properties,
    'connector/icon.png': connector.icon,
  };
};
