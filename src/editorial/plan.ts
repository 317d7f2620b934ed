/** What publishing or withdrawing would do: its checks, and what else would change with it. */
import { versionKey } from '../articles/revision.sql.js';
import type { RequestContext } from '../core/context.js';
import { partnersGranted } from '../partners/partner.loaders.js';
import { pinnedUnder, wholeContentAt } from './desk.loaders.js';
import type { ChangePlan, DeskArticle, PublishCheck } from './desk-article.js';
import { checkPublishable } from './publish-checks.js';
import { type ArticleAction, mayAct, transition } from './workflow.js';

export async function planPublishing(ctx: RequestContext, desk: DeskArticle): Promise<ChangePlan | null> {
  if (!desk.readable) return null;
  const content = await ctx.load(wholeContentAt, versionKey(desk.articleId, desk.version));
  const checks = content === null ? [] : checkPublishable(content, desk.scheduledFor ?? new Date());
  return planOf(ctx, desk, [stateCheck(ctx, desk, 'PUBLISH'), ...checks], content?.sourceId);
}

/** Told is who may have the source of the public face, where there is one. */
export async function planWithdrawal(ctx: RequestContext, desk: DeskArticle): Promise<ChangePlan> {
  const face = versionKey(desk.articleId, desk.publishedRevision ?? desk.version);
  const content = await ctx.load(wholeContentAt, face);
  return planOf(ctx, desk, [stateCheck(ctx, desk, 'WITHDRAW')], content?.sourceId);
}

async function planOf(
  ctx: RequestContext,
  desk: DeskArticle,
  checks: PublishCheck[],
  sourceId: string | null = null,
): Promise<ChangePlan> {
  const [partnersTold, relatedHeadlinesAffected] = await Promise.all([
    ctx.load(partnersGranted, sourceId ?? ''),
    ctx.load(pinnedUnder, desk.articleId),
  ]);
  return { checks, partnersTold, relatedHeadlinesAffected };
}

function stateCheck(ctx: RequestContext, desk: DeskArticle, action: ArticleAction): PublishCheck {
  const passed = transition(desk, action) !== null && mayAct(ctx.editor, action, desk);
  return { code: 'STATE', passed, message: passed ? null : `It is ${desk.status}: you cannot ${action} it now.` };
}
