import { describeKills, knownUser } from '../testing/killed-journeys.ts';

describeKills('a known user', knownUser, 10);
