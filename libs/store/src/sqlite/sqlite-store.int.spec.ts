import { storeContract } from '../contract-suite.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

storeContract('SQLite', sqliteFixture);
storeContract('SQLite, written by its thread', () => sqliteFixture({ alwaysBeside: true }));
