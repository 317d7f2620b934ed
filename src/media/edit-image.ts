/** An editor changes what is said about a picture. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import type { Image } from './image.entity.js';
import { DESK_IMAGE } from './image.sql.js';
import { IMAGE_TEXTS, type ImageTexts, imageKey } from './image-texts.js';

/** Clean; what is absent stays as it is. */
export interface ImageEdit extends Partial<ImageTexts> {
  id: string;
  focalPoint?: { x: number; y: number } | null;
}

type Editable = Pick<Image, 'alt' | 'caption' | 'credit' | 'focalX' | 'focalY'>;

export async function editImage(tx: Tx, editor: Editor, edit: ImageEdit): Promise<string> {
  const before = await lockImage(tx, edit.id);
  if (!before) throw noSuchImage('id');
  const after = apply(before, edit);
  const summary = describe(before, after);
  if (summary === '') return before.id;
  await tx.query(
    'update image set alt = $2, caption = $3, credit = $4, focal_x = $5, focal_y = $6, desk_key = $7 where id = $1',
    [before.id, after.alt, after.caption, after.credit, after.focalX, after.focalY, imageKey(after)],
  );
  await recordAudit(tx, editor, [{ action: 'EDIT_IMAGE', subjectId: before.id, summary }]);
  return before.id;
}

export const noSuchImage = (argument: string) => rejected('NOT_FOUND', at(argument), 'There is no such image.');

/** The image, kept from being deleted or changed by others; null where there is none. */
export async function lockImage(tx: Tx, id: string): Promise<Image | null> {
  const [image] = await tx.query<Image>(
    `select ${DESK_IMAGE} from image i where i.id = $1 and i.deleted_at is null for update`,
    [id],
  );
  return image ?? null;
}

function apply(before: Editable, edit: ImageEdit): Editable {
  const { alt = before.alt, caption = before.caption, credit = before.credit, focalPoint } = edit;
  const focal = focalPoint === undefined ? { x: before.focalX, y: before.focalY } : focalPoint;
  return { alt, caption, credit, focalX: focal?.x ?? null, focalY: focal?.y ?? null };
}

/** What changed, in one line; empty where nothing did. */
function describe(before: Editable, after: Editable): string {
  const changes = IMAGE_TEXTS.filter((name) => before[name] !== after[name]).map(
    (name) => `${name}: ${quote(before[name])} → ${quote(after[name])}`,
  );
  const [from, to] = [point(before), point(after)];
  return [...changes, ...(from === to ? [] : [`focalPoint: ${from} → ${to}`])].join('; ');
}

const MAX_QUOTE = 80;
const quote = (text: string | null) =>
  text === null ? 'none' : `"${[...text].slice(0, MAX_QUOTE).join('')}${[...text].length > MAX_QUOTE ? '…' : ''}"`;
/** As the database has them: in single precision. */
const point = ({ focalX, focalY }: Editable) =>
  focalX === null || focalY === null ? 'none' : `${Math.fround(focalX)}, ${Math.fround(focalY)}`;
