import { describeJourney } from '../testing/journey-suite.ts';
import { standalonePlatform } from '../testing/platform-under-test.ts';

describeJourney('one process on SQLite', standalonePlatform);
