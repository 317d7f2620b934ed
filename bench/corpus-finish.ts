/**
 * What an imported corpus lacks to look like an archive that editors have worked in: a tree of tags, lead images, and
 * moments of publication and change that are not all those of the import. Derived from identities, so that it repeats.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { settleCounts } from '../src/core/counts.js';
import type { Database, Db } from '../src/core/database.js';
import { newId } from '../src/core/ids.js';
import { slugify, slugKey } from '../src/text/slug.js';
import { tags, traps } from './cast.js';

/** Tags of these many first ranks are broader than those of the next. */
const BROADER = 20;
const NARROWER = 400;
/** One for each value that a byte may have. */
const IMAGES = 256;

/** Runs it once over a database into which a corpus was imported. */
export async function finishCorpus(db: Database): Promise<void> {
  await growTree(db);
  const imageless = await tagId(db, traps.imageless);
  await db.query(FINISH, [imageless]);
  await db.query(
    `update revision r set lead_image_id = i.id, image_ids = array[i.id]
     from article a, unnest($1::text[]) with ordinality as i(id, place)
     where a.has_image and a.id = r.article_id and a.published_revision = r.number
       and i.place = 1 + get_byte(a.identity, 1)`,
    [await insertImages(db)],
  );
  while ((await settleCounts(db)) > 0) await sleep(0);
  await db.query('vacuum (analyze)');
}

/** In one statement, so that the triggers do their work once. Three in ten have an image, but none with a certain tag. */
const FINISH = `
  with recursive up as (
    select t.id as start, t.id, t.broader_id, t.kind, 1 as depth from tag t
    union all
    select up.start, t.id, t.broader_id, t.kind, up.depth + 1 from up join tag t on t.id = up.broader_id),
  path as (
    select start, array_agg(id order by depth) as ids, (array_agg(id order by depth desc) filter (where broader_id is null))[1] as top
    from up group by start),
  listed as (
    select a.id, array(select distinct i from unnest(a.tag_ids) t join path p on p.start = t cross join unnest(p.ids) i) as all_tag_ids,
      (select top from path where start = a.tag_ids[1]) as section_id,
      a.sorted_at + make_interval(hours => 1 + get_byte(a.identity, 2) % 72) as public_at,
      case when get_byte(a.identity, 3) < 51 then get_byte(a.identity, 4) else 0 end as days
    from article a where a.published_revision is not null)
  update article a set all_tag_ids = l.all_tag_ids, section_id = l.section_id, has_image = get_byte(a.identity, 0) < 77 and not a.tag_ids && array[$1::text],
    public_at = l.public_at, released_at = l.public_at, modified_at = l.public_at + make_interval(days => l.days)
  from listed l where l.id = a.id`;

async function growTree(db: Db): Promise<void> {
  const keys = tags.slice(0, BROADER + NARROWER).map((name) => slugKey(slugify(name)));
  await db.query(
    `update tag t set broader_id = b.target_id
     from unnest($1::text[]) with ordinality as n(key, rank)
     join slug s on s.scope = 'tag' and s.key = n.key
     join slug b on b.scope = 'tag' and b.key = ($1::text[])[1 + n.rank % $2]
     where n.rank > $2 and t.id = s.target_id`,
    [keys, BROADER],
  );
}

async function insertImages(db: Db): Promise<string[]> {
  const ids = Array.from({ length: IMAGES }, () => newId('i'));
  await db.query(
    `insert into image (id, storage_key, media_type, width, height, alt)
     select id, 'bench/' || id, 'image/webp', 1600, 900, 'bench' from unnest($1::text[]) as w(id)`,
    [ids],
  );
  return ids;
}

async function tagId(db: Db, name: string): Promise<string> {
  const [row] = await db.query<{ id: string }>(`select target_id as id from slug where scope = 'tag' and key = $1`, [
    slugKey(slugify(name)),
  ]);
  return row?.id ?? '';
}
