/**
 * Images in the database. Readers get no text of a hidden one: it is left out by SQL, as everything that a caller may not
 * read. A deleted image is found by nobody.
 */
import { type Actor, preparedFor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { Values } from '../core/sql.js';
import { imageOnDeskOf, imageVisibleTo } from '../core/visibility.js';
import type { Image } from './image.entity.js';
import { imageKey } from './image-texts.js';

/** Of `image i`; `shown` is SQL that is true where its texts may be read. */
const columns = (shown: string) => `i.id, i.storage_key as "storageKey", i.media_type as "mediaType", i.width, i.height,
  ${['alt', 'caption', 'credit', 'placeholder'].map((text) => `case when ${shown} then i.${text} end as ${text}`).join(', ')},
  i.focal_x as "focalX", i.focal_y as "focalY", i.hidden_at as "hiddenAt", i.uploaded_by as "uploadedBy", i.created_at as "createdAt"`;

const NOT_HIDDEN = 'i.hidden_at is null';

const READERS_IMAGE = columns(NOT_HIDDEN);

/** As the desk shows them. */
export const DESK_IMAGE = columns('true');

/** As readers see them. Whether they may is for whoever names them to know: they stand in what is public. */
export async function findImages(db: Db, ids: readonly string[]): Promise<Image[]> {
  return db.query<Image>(
    `select ${READERS_IMAGE} from image i where i.id = any($1) and i.deleted_at is null`,
    [ids],
    'image_find',
  );
}

/** As the desk shows them, to whoever sees what names them at the desk. */
export async function findDeskImages(db: Db, ids: readonly string[]): Promise<Image[]> {
  return db.query<Image>(
    `select ${DESK_IMAGE} from image i where i.id = any($1) and i.deleted_at is null`,
    [ids],
    'image_find_desk',
  );
}

/** Those that the actor may see, wherever they stand. */
export async function findVisibleImages(db: Db, actor: Actor, ids: readonly string[]): Promise<Image[]> {
  const values = new Values();
  const wanted = values.add(ids, 'text[]');
  const shown = `(${NOT_HIDDEN} or ${imageOnDeskOf(actor, values)})`;
  const visible = imageVisibleTo(actor, values);
  return db.query<Image>(
    `select ${columns(shown)} from image i where i.id = any(${wanted}) and ${visible}`,
    values.list,
    preparedFor(actor, `image_find_visible_${actor.kind === 'editor' ? actor.role : ''}`),
  );
}

/** An image that the actor sees at the desk. */
export async function findOnDesk(db: Db, actor: Actor, id: string): Promise<Image | null> {
  const values = new Values();
  const wanted = values.add(id);
  const [image] = await db.query<Image>(
    `select ${DESK_IMAGE} from image i where i.id = ${wanted} and ${imageOnDeskOf(actor, values)}`,
    values.list,
  );
  return image ?? null;
}

/** An image of the revision that a preview link shows, while it lasts; a hidden one is hidden there too. */
export async function findPreviewed(db: Db, tokenHash: Buffer, id: string): Promise<Image | null> {
  const [image] = await db.query<Image>(
    `select ${columns(NOT_HIDDEN)} from preview_link l join article a on a.id = l.article_id
     join revision r on r.article_id = l.article_id and r.number = l.revision
     join image i on i.id = r.lead_image_id or i.id = any(r.image_ids)
     where l.token_hash = $1 and l.expires_at > now() and a.withdrawn_at is null
       and i.id = $2 and i.deleted_at is null and ${NOT_HIDDEN} limit 1`,
    [tokenHash, id],
  );
  return image ?? null;
}

/** Whether an image that nothing public shows went down with an article. */
export async function isWithdrawnImage(db: Db, id: string): Promise<boolean> {
  const rows = await db.query(
    `select 1 from image i join image_use u on u.image_id = i.id join article a on a.id = u.article_id
     where i.id = $1 and i.deleted_at is null and a.withdrawn_at is not null limit 1`,
    [id],
  );
  return rows.length > 0;
}

/** What an image is made of; what happens to it later stands not in it. */
export type NewImage = Omit<
  Image,
  'createdAt' | 'hiddenAt' | 'deletedAt' | 'deskKey' | 'uploadedBy' | 'previewToken'
> & {
  uploadedBy?: string | null;
};

/** Adds an image; one whose file is known already keeps its row, and its id is answered. */
export async function insertImage(db: Db, image: NewImage): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into image (id, storage_key, media_type, width, height, alt, caption, credit, placeholder, focal_x, focal_y, uploaded_by, desk_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (storage_key) do update set storage_key = excluded.storage_key returning id`,
    [
      image.id,
      image.storageKey,
      image.mediaType,
      image.width,
      image.height,
      image.alt,
      image.caption,
      image.credit,
      image.placeholder,
      image.focalX,
      image.focalY,
      image.uploadedBy ?? null,
      imageKey(image),
    ],
  );
  return (row as { id: string }).id;
}

/**
 * Which of these images a save may begin to use. They stay until its transaction ends: deleteImage waits for it, and
 * then finds the use.
 */
export async function claimImages(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    'select i.id from image i where i.id = any($1) and i.deleted_at is null order by i.id for key share',
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}
