import assert from 'node:assert/strict';
import { test } from 'node:test';
import { microsoftLink } from '../../functions/teams/microsoftLink.ts';

test('lets through the portals of Microsoft, SharePoint and OneDrive', () => {
  for (const link of [
    'https://security.microsoft.com/alerts/dl123?tid=1',
    'https://purview.microsoft.com/insiderriskmgmt',
    'https://compliance.microsoft.com/datalossprevention',
    'https://security.microsoft.us/alerts/1',
    'https://purview.microsoft.us/',
    'https://compliance.microsoft.us/',
    'https://contoso.sharepoint.us/sites/finance/Q3.xlsx',
    'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Q3.xlsx',
    'https://contoso-my.sharepoint.com/personal/adele/a.docx',
    'https://contoso.portal.cloudappsecurity.com/#/alerts/1',
    'https://contoso.eu2.portal.cloudappsecurity.com/#/alerts/1',
  ]) {
    assert.equal(microsoftLink(link), link);
  }
});

test('encodes what a name of a file left raw', () => {
  assert.equal(
    microsoftLink('https://contoso.sharepoint.com/sites/a/My "plan".docx'),
    'https://contoso.sharepoint.com/sites/a/My%20%22plan%22.docx',
  );
});

test('refuses other hosts, other schemes and disguises', () => {
  for (const link of [
    'http://security.microsoft.com/alerts/1',
    'javascript:alert(1)//security.microsoft.com',
    'https://security.microsoft.com.evil.test/alerts/1',
    'https://security.microsoft.com@evil.test/',
    'https://evil@security.microsoft.com/',
    'https://:evil@security.microsoft.com/',
    'https://security.microsoft.com:8443/',
    'https://sesurity.microsoft.com/',
    'https://evilsharepoint.com/',
    'https://evil.contoso.sharepoint.com/',
    'https://evil.test/contoso.sharepoint.com',
    'https://evil.test#.sharepoint.com',
    'https://evil.test\\.sharepoint.com/',
    'https://lоgin.sharepoint.com.evil.test/',
    '//security.microsoft.com/',
    `https://security.microsoft.com/${'a'.repeat(1_000)}`,
    'not an address',
    '',
    undefined,
  ]) {
    assert.equal(microsoftLink(link), undefined, link);
  }
});
