import { serviceNames } from '@gatehouse/contracts';
import type { StoreLayout, Stores } from '@gatehouse/standalone/engines';
import { copyCollection } from '@gatehouse/store';
import type { TellProgress } from '../offline/progress.ts';

export interface DocumentsCopy {
  layout: StoreLayout;
  source: Stores;
  target: Stores;
  /** Throws where somebody else has begun to work on either. */
  confirm: () => void;
  tell: TellProgress;
}

/** Brings every collection of every store in line with the source's: documents with their marks and pending events. */
export async function copyDocuments({ layout, source, target, confirm, tell }: DocumentsCopy): Promise<void> {
  for (const store of serviceNames) {
    for (const declaration of layout[store]) {
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
