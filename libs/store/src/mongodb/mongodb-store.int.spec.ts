import { mongodbForTests } from '@gatehouse/testing';
import { storeContract } from '../contract-suite.ts';
import { mongodbFixture } from './mongodb-fixture.ts';

const server = await mongodbForTests();

if ('skipped' in server) {
  test.skip(`the document store on MongoDB: ${server.skipped}`, () => {});
} else {
  afterAll(server.stop);
  storeContract(`MongoDB (${server.from})`, async () => mongodbFixture(server.url));
}
