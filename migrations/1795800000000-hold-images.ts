import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A change of an image is noted for the articles that show it (`image_noted`). One that was being published at the same time was not
 * among them: its transaction could not be seen yet, and who read it before the image's own transaction ended was told nothing of it.
 * So whoever publishes holds the article's images until her commit: either the image's writer waits and then sees the article, or
 * she waits and her article is numbered after the image's change.
 */
export class HoldImages1795800000000 implements MigrationInterface {
  name = 'HoldImages1795800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup to go back.');
  }
}

/** In the order of their ids, so that two who hold some of the same never wait for each other. */
const HOLD = (rows: string) => `
    perform 1 from image i where i.id in (
      select unnest(r.image_ids || r.lead_image_id) from ${rows} join revision r on r.article_id = n.id and r.number = n.published_revision)
    order by i.id for share;`;

const STATEMENTS = [
  `create function article_holds_images_new() returns trigger language plpgsql as $$ begin${HOLD('new_rows n')}
    return null;
  end $$`,
  `create trigger article_holds_images_new after insert on article referencing new table as new_rows
    for each statement execute function article_holds_images_new()`,

  `create function article_holds_images() returns trigger language plpgsql as $$ begin${HOLD(
    `(select n.* from old_rows o join new_rows n using (id)
      where (n.published_revision, n.released_at) is distinct from (o.published_revision, o.released_at)) n`,
  )}
    return null;
  end $$`,
  `create trigger article_holds_images after update on article referencing old table as old_rows new table as new_rows
    for each statement execute function article_holds_images()`,
];
