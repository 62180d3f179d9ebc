import { storeContract } from '../contract-suite.ts';
import { sqliteFixture } from './sqlite-fixture.ts';

storeContract('SQLite', sqliteFixture);
