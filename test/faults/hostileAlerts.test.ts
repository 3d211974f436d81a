import { deliverHostile } from './hostileAlerts.ts';
import { testFigures } from './testFigures.ts';

// `npm run faults -- --only hostile` takes ten thousand.
const alerts = 1_000;

testFigures(
  `${alerts.toLocaleString('en')} hostile alerts arrive as exactly the set that each of three flows asked for, each once`,
  () => deliverHostile(alerts),
);
