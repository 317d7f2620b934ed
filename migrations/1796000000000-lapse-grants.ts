import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where grants of a partner have ended by the clock and that has no position yet, whoever changes them notes it first. What she is
 * granted anew would else look as if she never had been without it, and what her mirror lost meanwhile would not come back.
 */
export class LapseGrants1796000000000 implements MigrationInterface {
  name = 'LapseGrants1796000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create function partner_lapsed() returns trigger language plpgsql as $$
      declare
        partner text := coalesce(new.partner_id, old.partner_id);
      begin
        delete from change_due where audience = partner and article_id is null and due_at <= clock_timestamp();
        if found then
          insert into change_note (audience, kind, grants)
          select partner, 'RIGHTS', coalesce(
            jsonb_agg(jsonb_build_object('sourceId', g.source_id, 'access', g.access, 'embargoMinutes', g.embargo_minutes)), '[]')
          from partner_grant g where g.partner_id = partner and (g.until is null or g.until > clock_timestamp());
        end if;
        return coalesce(new, old);
      end $$`);
    // For each row: before a statement nobody knows whose grants it will change. The first row sees all of them as they were.
    await runner.query(`create trigger partner_lapsed before insert or update or delete on partner_grant
      for each row execute function partner_lapsed()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup to go back.');
  }
}
