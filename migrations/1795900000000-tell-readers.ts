import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What readers see and no change of an article tells is told on the channel `warraq` as `shown`: names and addresses of outlets and tags,
 * related headlines that editors chose or refused, headlines that were captured. Pages that were made before are made anew.
 */
export class TellReaders1795900000000 implements MigrationInterface {
  name = 'TellReaders1795900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create function shown_told() returns trigger language plpgsql as $$ begin
      perform pg_notify('warraq', 'shown');
      return null;
    end $$`);
    for (const table of SHOWN)
      await runner.query(`create trigger shown_told after insert or update or delete on ${table}
        for each statement execute function shown_told()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup to go back.');
  }
}

const SHOWN = ['source', 'tag', 'slug', 'related_pin', 'related_block', 'capture', 'headline', 'ticker'];
