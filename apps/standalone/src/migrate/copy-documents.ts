import { copyCollection } from '@gatehouse/store';
import { STORE_NAMES, type Stores, storeCollections } from '../engines.ts';
import type { TellProgress } from './progress.ts';

export interface DocumentsCopy {
  source: Stores;
  target: Stores;
  /** Throws where somebody else has begun to work on either. */
  confirm: () => void;
  tell: TellProgress;
}

/** Brings every collection of every store in line with the source's: documents with their marks and pending events. */
export async function copyDocuments({ source, target, confirm, tell }: DocumentsCopy): Promise<void> {
  for (const store of STORE_NAMES) {
    for (const declaration of storeCollections[store]) {
      const of = `${store}.${declaration.name}`;
      const total = await source[store].collection(declaration).count();
      const { purge } = target[store].collection(declaration);
      await copyCollection({
        from: source[store].transfer(declaration),
        to: { ...target[store].transfer(declaration), purge },
        onCopied(done) {
          confirm();
          tell({ step: 'documents', of, done, total });
        },
      });
    }
  }
}
