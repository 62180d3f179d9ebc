import { backendNames } from '@gatehouse/contracts';
import type { StoreLayout, Stores } from '@gatehouse/standalone/engines';
import { copyCollection } from '@gatehouse/store';
import type { OnProgress } from '../offline/progress.ts';

export interface DocumentsCopy {
  layout: StoreLayout;
  source: Stores;
  target: Stores;
  /** Throws where another process has begun to use either side. */
  confirm: () => void;
  onProgress: OnProgress;
}

/** Makes every collection of the target equal to the source's: documents with their marks and pending events. */
export async function copyDocuments({
  layout,
  source,
  target,
  confirm,
  onProgress,
}: DocumentsCopy): Promise<void> {
  for (const store of backendNames) {
    for (const declaration of layout[store]) {
      const of = `${store}.${declaration.name}`;
      const total = await source[store].collection(declaration).count();
      const { purge } = target[store].collection(declaration);
      await copyCollection({
        from: source[store].transfer(declaration),
        to: { ...target[store].transfer(declaration), purge },
        onCopied(done) {
          confirm();
          onProgress({ step: 'documents', of, done, total });
        },
      });
    }
  }
}
