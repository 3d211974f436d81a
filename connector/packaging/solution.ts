import { product } from '../product.ts';
import { printXml, type XmlElement } from './xml.ts';
import type { PackageFiles } from './zipFiles.ts';

/** A solution is imported either to be changed in the environment, or to be kept as it was delivered. */
export type SolutionKind = 'unmanaged' | 'managed';

/** The prefix of the publisher; every schema name of the product begins with it. */
export const prefix = 'purview';

interface Solution {
  readonly uniqueName: string;
  readonly displayName: string;
  readonly description: string;
  /** As in package.json. */
  readonly version: string;
  readonly kind: SolutionKind;
  readonly rootComponents: readonly XmlElement[];
  /** Elements of `customizations.xml`; those that are left out are empty. */
  readonly customizations: Readonly<Record<string, XmlElement | string>>;
  readonly files: PackageFiles;
}

/** The language of all texts, by the number that Dataverse knows it by. */
export const english = '1033';
// Any number that no other publisher of the environment is likely to have; choices are numbered from it.
const optionValuePrefix = '27846';

const customizationElements = [
  'Entities',
  'Roles',
  'Workflows',
  'FieldSecurityProfiles',
  'Templates',
  'EntityMaps',
  'EntityRelationships',
  'OrganizationSettings',
  'optionsets',
  'CustomControls',
  'EntityDataProviders',
  'Connectors',
  'connectionreferences',
];

const named = (text: string): XmlElement => ({ '@description': text, '@languagecode': english });

/** Dataverse counts versions in four parts. */
export const solutionVersion = (version: string): string => {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`package.json: version ${version} is not of the form 1.2.3.`);
  return `${version}.0`;
};

const printManifest = ({ uniqueName, displayName, description, version, kind, rootComponents }: Solution): string =>
  printXml({
    ImportExportXml: {
      '@version': '9.2.24082.227',
      '@SolutionPackageVersion': '9.2',
      '@languagecode': english,
      '@generatedBy': 'CrmLive',
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      SolutionManifest: {
        UniqueName: uniqueName,
        LocalizedNames: { LocalizedName: named(displayName) },
        Descriptions: { Description: named(description) },
        Version: solutionVersion(version),
        Managed: kind === 'managed' ? '1' : '0',
        Publisher: {
          UniqueName: 'purviewresponse',
          LocalizedNames: { LocalizedName: named(product.publisher) },
          Descriptions: '',
          EMailAddress: product.email,
          SupportingWebsiteUrl: product.website,
          CustomizationPrefix: prefix,
          CustomizationOptionValuePrefix: optionValuePrefix,
          Addresses: '',
        },
        RootComponents: { RootComponent: rootComponents },
        MissingDependencies: '',
      },
    },
  });

const printCustomizations = ({ customizations }: Solution): string =>
  printXml({
    ImportExportXml: {
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      ...Object.fromEntries(customizationElements.map((name) => [name, customizations[name] ?? ''])),
      Languages: { Language: english },
    },
  });

const contentTypes = printXml({
  Types: {
    '@xmlns': 'http://schemas.openxmlformats.org/package/2006/content-types',
    Default: ['xml', 'json', 'Png'].map((extension) => ({
      '@Extension': extension,
      '@ContentType': 'application/octet-stream',
    })),
  },
});

/** The files of a solution zip as Power Platform exports and imports it. */
export const solutionFiles = (solution: Solution): PackageFiles => ({
  '[Content_Types].xml': contentTypes,
  'solution.xml': printManifest(solution),
  'customizations.xml': printCustomizations(solution),
  ...solution.files,
});
