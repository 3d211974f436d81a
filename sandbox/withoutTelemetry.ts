import { registerHooks } from 'node:module';

// Preloaded into Azurite, which loads the client of its telemetry even when that is off: it takes longer to load than
// all the rest of Azurite.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'applicationinsights' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
});
