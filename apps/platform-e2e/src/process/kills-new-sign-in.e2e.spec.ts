import { describeKills } from '../testing/killed-journeys.ts';
import { signsIn } from '../testing/killed-sign-ins.ts';

describeKills('who signs in for the first time', signsIn({ isKnown: false }), 10);
