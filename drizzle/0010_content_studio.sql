CREATE TABLE `calendar_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`from_on` text NOT NULL,
	`to_on` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `calendar_events_days` ON `calendar_events` (`from_on`,`to_on`);--> statement-breakpoint
CREATE TABLE `post_audiences` (
	`post_id` integer PRIMARY KEY NOT NULL,
	`heads` integer NOT NULL,
	`friend_ids` blob NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `recurrences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`rule` text NOT NULL,
	`post` text NOT NULL,
	`from_on` text NOT NULL,
	`until_on` text,
	`made_until_on` text NOT NULL,
	`skipped_on` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `slots` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`weekday` integer NOT NULL,
	`minute` integer NOT NULL,
	`category` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `slots_place` ON `slots` (`account_id`,`weekday`,`minute`);--> statement-breakpoint
CREATE TABLE `content_assets` (
	`content_id` integer NOT NULL,
	`place` integer NOT NULL,
	`asset_id` integer NOT NULL,
	PRIMARY KEY(`content_id`, `place`),
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asset_id`) REFERENCES `assets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `content_assets_asset` ON `content_assets` (`asset_id`);--> statement-breakpoint
CREATE TABLE `content_products` (
	`content_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	PRIMARY KEY(`content_id`, `product_id`),
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `content_products_product` ON `content_products` (`product_id`);--> statement-breakpoint
CREATE TABLE `content_variants` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`content_id` integer NOT NULL,
	`channel` text NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `content_variants_channel` ON `content_variants` (`content_id`,`channel`);--> statement-breakpoint
CREATE TABLE `content_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`content_id` integer NOT NULL,
	`at` integer NOT NULL,
	`snapshot` text NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `content_versions_content` ON `content_versions` (`content_id`,`at`);--> statement-breakpoint
CREATE TABLE `contents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`category` text NOT NULL,
	`form` text NOT NULL,
	`aim` text DEFAULT '' NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`seasons` text DEFAULT '[]' NOT NULL,
	`evergreen` integer DEFAULT false NOT NULL,
	`cooldown_days` integer DEFAULT 60 NOT NULL,
	`max_uses` integer,
	`search_text` text NOT NULL,
	`archived_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `contents_updated` ON `contents` (`updated_at`);--> statement-breakpoint
CREATE TABLE `title_test_arms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`test_id` integer NOT NULL,
	`title` text NOT NULL,
	`shown` integer DEFAULT 0 NOT NULL,
	`responded` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`test_id`) REFERENCES `title_tests`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `title_test_arms_test` ON `title_test_arms` (`test_id`);--> statement-breakpoint
CREATE TABLE `title_tests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`content_id` integer NOT NULL,
	`channel` text NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `title_tests_open` ON `title_tests` (`content_id`) WHERE closed_at IS NULL;--> statement-breakpoint
CREATE TABLE `post_orders` (
	`post_id` integer NOT NULL,
	`order_id` integer NOT NULL,
	PRIMARY KEY(`post_id`, `order_id`),
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `post_orders_order` ON `post_orders` (`order_id`);--> statement-breakpoint
CREATE TABLE `post_results` (
	`post_id` integer PRIMARY KEY NOT NULL,
	`likes` integer NOT NULL,
	`comments` integer NOT NULL,
	`privates` integer NOT NULL,
	`deals` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`noted_at` integer NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `segment_sizes` (
	`segment_id` integer NOT NULL,
	`on` text NOT NULL,
	`size` integer NOT NULL,
	PRIMARY KEY(`segment_id`, `on`),
	FOREIGN KEY (`segment_id`) REFERENCES `friend_segments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `friend_segments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`rule` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `send_items` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`queue_id` integer NOT NULL,
	`friend_id` integer NOT NULL,
	`place` integer NOT NULL,
	`text` text,
	`state` text NOT NULL,
	`snoozed_until` integer,
	`settled_at` integer,
	`replied_at` integer,
	`reason` text DEFAULT '' NOT NULL,
	`touch_id` integer,
	FOREIGN KEY (`queue_id`) REFERENCES `send_queues`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `send_items_friend` ON `send_items` (`queue_id`,`friend_id`);--> statement-breakpoint
CREATE INDEX `send_items_next` ON `send_items` (`queue_id`,`state`,`place`);--> statement-breakpoint
CREATE INDEX `send_items_of_friend` ON `send_items` (`friend_id`);--> statement-breakpoint
CREATE TABLE `send_queue_assets` (
	`queue_id` integer NOT NULL,
	`place` integer NOT NULL,
	`asset_id` integer NOT NULL,
	PRIMARY KEY(`queue_id`, `place`),
	FOREIGN KEY (`queue_id`) REFERENCES `send_queues`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asset_id`) REFERENCES `assets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `send_queue_assets_asset` ON `send_queue_assets` (`asset_id`);--> statement-breakpoint
CREATE TABLE `send_queues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`content_id` integer,
	`text` text NOT NULL,
	`kind` integer NOT NULL,
	`audience` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
DROP INDEX `touches_at`;--> statement-breakpoint
ALTER TABLE `touches` ADD `kind` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `touches` ADD `post_id` integer;--> statement-breakpoint
ALTER TABLE `touches` ADD `send_item_id` integer;--> statement-breakpoint
ALTER TABLE `touches` ADD `override_reason` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `touches_load` ON `touches` (`at`,`friend_id`,`kind`,`direction`);--> statement-breakpoint
ALTER TABLE `assets` ADD `duration_ms` integer;--> statement-breakpoint
ALTER TABLE `assets` ADD `has_thumb` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `channel` text DEFAULT 'moments' NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `audience` text DEFAULT '{"mode":"all"}' NOT NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `content_id` integer REFERENCES contents(id) ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `sibling_key` text;--> statement-breakpoint
ALTER TABLE `posts` ADD `recurrence_id` integer REFERENCES recurrences(id) ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE `posts` ADD `occurrence_on` text;--> statement-breakpoint
CREATE INDEX `posts_content` ON `posts` (`content_id`) WHERE content_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `posts_sibling` ON `posts` (`sibling_key`) WHERE sibling_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `posts_recurrence` ON `posts` (`recurrence_id`,`occurrence_on`) WHERE recurrence_id IS NOT NULL;