import { describeJourney } from '../testing/journey-suite.ts';
import { platformProcess } from '../testing/platform-process.ts';

describeJourney('one process on SQLite', platformProcess);
