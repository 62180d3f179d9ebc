import { storeContract } from '../contract-suite.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

storeContract('SQLite', sqliteFixture);
