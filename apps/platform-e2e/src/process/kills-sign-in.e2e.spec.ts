import { describeKills } from '../testing/killed-journeys.ts';
import { signsIn } from '../testing/killed-sign-ins.ts';

describeKills('who signs in', signsIn({ isKnown: true }), 10);
