// Stands in for the Functions worker: supplies its module, and calls each function once when all are registered.
const Module = require('node:module');

const load = Module._load;
const core = {
  version: '3.14.1',
  hostVersion: '4.1052.200',
  Disposable: class {},
  setProgrammingModel() {},
  registerHook: () => new core.Disposable(),
  log() {},
  registerFunction({ name }, handler) {
    setImmediate(async () => console.log(JSON.stringify({ name, reply: await handler() })));
    return new core.Disposable();
  },
};
Module._load = (name, ...rest) => (name === '@azure/functions-core' ? core : load(name, ...rest));
