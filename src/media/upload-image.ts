/** An editor's upload is kept: its file, then its row. Neither is there without the other. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Database } from '../core/database.js';
import { newId } from '../core/ids.js';
import { findImages, insertImage } from './image.sql.js';
import type { ImageTexts } from './image-texts.js';
import type { PreparedUpload } from './prepare-upload.js';
import type { MediaStore } from './variants.js';

/** Texts of the form come before what the file says of itself. */
export async function uploadImage(
  db: Database,
  store: MediaStore,
  editor: Editor,
  upload: PreparedUpload,
  texts: ImageTexts,
): Promise<{ id: string; width: number }> {
  const id = newId('i');
  const storageKey = `uploads/${id}`;
  const { bytes, embedded, ...picture } = upload;
  const image = {
    ...picture,
    alt: texts.alt,
    caption: texts.caption ?? embedded.caption,
    credit: texts.credit ?? embedded.credit,
    ...{ id, storageKey, focalX: null, focalY: null, uploadedBy: editor.userId },
  };
  const summary = `${picture.mediaType}, ${picture.width} × ${picture.height}, ${bytes.length} bytes`;
  try {
    await store.put(storageKey, bytes);
    await db.transaction(async (tx) => {
      await insertImage(tx, image);
      await recordAudit(tx, editor, [{ action: 'UPLOAD', subjectId: id, summary }]);
    });
  } catch (error) {
    // A connection may break just after the commit: only a file that no row names is removed.
    const known = await findImages(db, [id]).catch(() => null);
    if (known?.length === 0) await store.remove(storageKey);
    throw error;
  }
  return { id, width: picture.width };
}
