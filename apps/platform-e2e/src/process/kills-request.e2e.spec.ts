import { describeKills } from '../testing/killed-journeys.ts';
import { asksForAccess } from '../testing/killed-requests.ts';

describeKills('who asks for access', asksForAccess, 5);
