import { killAtEachService } from './killSweep.ts';
import { testFigures } from './testFigures.ts';

// `npm run faults` kills it at every request.
testFigures(
  'a host that is killed at a request to each service in turn loses nothing and repeats little',
  killAtEachService,
);
