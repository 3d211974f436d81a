import { labels, type SensitivityLabel } from '../contoso/labels.ts';
import { fileUrl } from '../contoso/sites.ts';
import { tenant } from '../contoso/tenant.ts';
import { badRequest, notFound } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { allFiles } from './wishes.ts';

const labelPermissions = ['SensitivityLabel.Read', 'SensitivityLabels.Read.All'];
const filePermissions = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All'];

/** How the labels of the tenant, and the label of a file whose address is known, are looked up. */
export function labelLookupRoutes(): GraphRoute[] {
  const topLabels: readonly SensitivityLabel[] = Object.values(labels).filter((label) => !('parentId' in label));
  return [
    {
      method: 'GET',
      path: '/security/dataSecurityAndGovernance/sensitivityLabels',
      permissions: { delegated: labelPermissions, application: labelPermissions },
      answer: () => ({ status: 200, body: { value: topLabels.map(presented) } }),
    },
    {
      method: 'GET',
      path: '/shares/{shareId}/driveItem',
      permissions: { delegated: filePermissions, application: filePermissions },
      answer(call) {
        const { site, file } = sharedFile(call);
        return {
          status: 200,
          body: { id: file.id, name: file.name, parentReference: { driveId: site.driveId, driveType: 'business' } },
        };
      },
    },
    {
      method: 'POST',
      path: '/drives/{driveId}/items/{itemId}/extractSensitivityLabels',
      permissions: { delegated: filePermissions, application: filePermissions },
      answer(call) {
        const found = allFiles().find(
          ({ site, file }) => site.driveId === call.param('driveId') && file.id === call.param('itemId'),
        );
        if (!found) throw notFound('The item');
        const { labelId } = found.file;
        const carried =
          labelId === undefined
            ? []
            : [{ sensitivityLabelId: labelId, assignmentMethod: 'standard', tenantId: tenant.id }];
        return { status: 200, body: { labels: carried } };
      },
    },
  ];
}

/** On the wire displayName and description are empty, and a sublabel stands within its parent. */
function presented(label: SensitivityLabel): Record<string, unknown> {
  const { id, name, toolTip, priority, color, hasProtection } = label;
  const sublabels = Object.values(labels).filter((other) => 'parentId' in other && other.parentId === id);
  return {
    id,
    name,
    displayName: null,
    description: '',
    toolTip,
    priority,
    color,
    hasProtection,
    isEnabled: true,
    applicableTo: 'email,file',
    sublabels: sublabels.map(presented),
  };
}

function sharedFile(call: GraphCall) {
  const [, encoded] = /^u!([\w-]+)$/.exec(call.param('shareId')) ?? [];
  if (encoded === undefined) throw badRequest('The share id is not an encoded address.');
  const url = Buffer.from(encoded, 'base64url').toString();
  const found = allFiles().find(({ site, file }) => fileUrl(site, file) === url);
  if (!found) throw notFound('The shared item');
  return found;
}
