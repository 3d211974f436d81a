import type { Operation } from '../functions/runtime/operation.ts';
import { settingGroups } from '../functions/settingsTable.ts';
import type { Declaration, TableOfContents } from './findDeclarations.ts';
import { templates } from './flows/templates.ts';
import type { GeneratedFile } from './generatedFile.ts';
import type { GraphUses } from './metadata/graphUses.ts';
import { printApiProperties } from './printApiProperties.ts';
import { printDesigner } from './printDesigner.ts';
import { printGraphPaths } from './printGraphPaths.ts';
import { printOperations } from './printOperations.ts';
import { printPermissions } from './printPermissions.ts';
import { printSettings } from './printSettings.ts';
import { printSwagger } from './printSwagger.ts';
import { printTemplates } from './printTemplates.ts';

/** Everything that is written from the table of contents: the connector's files and the reference pages. */
export const printFiles = (
  { operations, timers }: TableOfContents,
  declarations: readonly Declaration[],
  { version, uses }: { readonly version: string; readonly uses: GraphUses },
): readonly GeneratedFile[] => {
  const folderOf = (operation: Operation<never>): string =>
    declarations.find(({ value }) => value === operation)?.folder ?? 'other';
  return [
    { file: 'connector/apiDefinition.swagger.json', text: printSwagger(operations, version) },
    { file: 'connector/apiProperties.json', text: printApiProperties(operations) },
    { file: 'docs/designer.md', text: printDesigner(operations, folderOf) },
    { file: 'docs/operations.md', text: printOperations(operations, folderOf) },
    { file: 'docs/graph-paths.md', text: printGraphPaths(uses) },
    { file: 'docs/permissions.md', text: printPermissions(operations, timers) },
    { file: 'docs/templates.md', text: printTemplates(templates, operations) },
    { file: 'docs/settings.md', text: printSettings(settingGroups) },
  ];
};
