import { describeKills, newPerson } from '../testing/killed-journeys.ts';

describeKills('a new person', newPerson, 15);
