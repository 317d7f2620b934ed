/** Every class that is a table, for TypeORM and for the test that holds entities against the database. */
import 'reflect-metadata';
import { User } from './accounts/user.entity.js';
import { Article } from './articles/article.entity.js';
import { Revision } from './articles/revision.entity.js';
import { AuditEntry } from './audit/audit-entry.entity.js';
import { Headline, Ticker } from './headlines/headline.entity.js';
import { Image } from './media/image.entity.js';
import { ImageReport, ReportedImage } from './media/reported-image.entity.js';
import { ApiKey } from './partners/api-key.entity.js';
import { Partner } from './partners/partner.entity.js';
import { Source } from './sources/source.entity.js';
import { Tag } from './tags/tag.entity.js';
import { Delivery } from './webhooks/delivery.entity.js';
import { Webhook } from './webhooks/webhook.entity.js';

export const ENTITIES = [
  ApiKey,
  Article,
  AuditEntry,
  Delivery,
  Headline,
  Image,
  ImageReport,
  Partner,
  ReportedImage,
  Revision,
  Source,
  Tag,
  Ticker,
  User,
  Webhook,
];
