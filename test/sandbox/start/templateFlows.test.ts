import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templates } from '../../../connector/flows/templates.ts';
import { variablesOf } from '../../../connector/packaging/environmentVariables.ts';
import { settingsOf } from '../../../sandbox/start/templateFlows.ts';

for (const template of templates)
  test(`has a value for each setting of "${template.name}" that needs one`, () => {
    const given = Object.keys(settingsOf(template));
    const needed = variablesOf(template).flatMap(({ schemaName, defaultValue }) =>
      defaultValue === undefined ? [schemaName] : [],
    );
    assert.deepEqual(
      needed.filter((schemaName) => !given.includes(schemaName)),
      [],
      'sandbox/contoso/flowSettings.ts says nothing of them',
    );
  });
