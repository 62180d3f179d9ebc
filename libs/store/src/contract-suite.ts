import { addedCollectionsContract } from './contract-suite/added-collections.ts';
import { COLLECTIONS, type ContractContext, PEOPLE, type StoreFixture } from './contract-suite/fixture.ts';
import { leaseContract } from './contract-suite/leases.ts';
import { manyWritesContract } from './contract-suite/many-writes.ts';
import { outboxContract } from './contract-suite/outbox.ts';
import { queryContract } from './contract-suite/queries.ts';
import { queryPropertyContract } from './contract-suite/queries-property.ts';
import { refusedDocumentsContract } from './contract-suite/refused-documents.ts';
import { transferContract } from './contract-suite/transfer.ts';
import { indexContract } from './contract-suite/unique-indexes.ts';
import { writeContract } from './contract-suite/writes.ts';
import type { Store } from './port.ts';

export type { StoreFixture } from './contract-suite/fixture.ts';

/** Everything that the store's port promises, as jest tests. `prepare` gives each test an empty store of its own. */
export function storeContract(engine: string, prepare: () => Promise<StoreFixture>): void {
  describe(`the document store on ${engine}`, () => {
    let fixture: StoreFixture;
    let store: Store;

    beforeEach(async () => {
      fixture = await prepare();
      store = await fixture.open(COLLECTIONS);
    });
    afterEach(() => fixture.destroy());

    const context: ContractContext = {
      store: () => store,
      people: () => store.collection(PEOPLE),
      openAnother: () => fixture.open(COLLECTIONS),
    };
    writeContract(context);
    manyWritesContract(context);
    refusedDocumentsContract(context);
    indexContract(context);
    queryContract(context);
    queryPropertyContract(context);
    outboxContract(context);
    leaseContract(context);
    addedCollectionsContract(context);
    transferContract(context);
  });
}
