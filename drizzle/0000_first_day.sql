CREATE TABLE `accounts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`wxid` text,
	`role` text,
	`category` text,
	`capacity` integer NOT NULL,
	`standing` text NOT NULL,
	`note` text,
	`archived_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`domain` text NOT NULL,
	`note` text,
	`archived_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `assets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sha256` text NOT NULL,
	`name` text NOT NULL,
	`mime` text NOT NULL,
	`bytes` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `assets_sha256` ON `assets` (`sha256`);--> statement-breakpoint
CREATE TABLE `post_assets` (
	`post_id` integer NOT NULL,
	`place` integer NOT NULL,
	`asset_id` integer NOT NULL,
	PRIMARY KEY(`post_id`, `place`),
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asset_id`) REFERENCES `assets`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `post_assets_asset` ON `post_assets` (`asset_id`);--> statement-breakpoint
CREATE TABLE `posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`text` text NOT NULL,
	`category` text NOT NULL,
	`scheduled_at` integer NOT NULL,
	`state` text NOT NULL,
	`settled_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `posts_scheduled` ON `posts` (`scheduled_at`);--> statement-breakpoint
CREATE INDEX `posts_state` ON `posts` (`state`,`scheduled_at`);--> statement-breakpoint
CREATE TABLE `demo_rows` (
	`table_name` text NOT NULL,
	`row_id` integer NOT NULL,
	PRIMARY KEY(`table_name`, `row_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `friend_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`details` text NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `friend_events_friend` ON `friend_events` (`friend_id`,`at`);--> statement-breakpoint
CREATE TABLE `friends` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`channel_id` integer,
	`nickname` text NOT NULL,
	`remark` text NOT NULL,
	`wxid` text,
	`alias` text,
	`phone` text,
	`phone_key` text,
	`gender` text,
	`region` text,
	`address` text,
	`birthday_calendar` text,
	`birthday_year` integer,
	`birthday_month` integer,
	`birthday_day` integer,
	`birthday_leap` integer DEFAULT false NOT NULL,
	`age_band` text,
	`income_band` text,
	`interests` text DEFAULT '[]' NOT NULL,
	`tie` text,
	`signature` text,
	`description` text,
	`source_text` text,
	`status` text DEFAULT 'normal' NOT NULL,
	`trust_level` integer DEFAULT 1 NOT NULL,
	`trust_since_at` integer NOT NULL,
	`last_contact_at` integer,
	`added_at` integer,
	`archived_at` integer,
	`import_batch_id` integer,
	`search_text` text NOT NULL,
	`sort_name` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `friends_account_wxid` ON `friends` (`account_id`,`wxid`) WHERE wxid IS NOT NULL;--> statement-breakpoint
CREATE INDEX `friends_account_alias` ON `friends` (`account_id`,`alias`) WHERE alias IS NOT NULL;--> statement-breakpoint
CREATE INDEX `friends_phone_key` ON `friends` (`phone_key`) WHERE phone_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `friends_birthday` ON `friends` (`birthday_month`,`birthday_day`) WHERE birthday_month IS NOT NULL;--> statement-breakpoint
CREATE INDEX `friends_import_batch` ON `friends` (`import_batch_id`) WHERE import_batch_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `friends_sort_name` ON `friends` (`sort_name`);--> statement-breakpoint
CREATE INDEX `friends_channel` ON `friends` (`channel_id`) WHERE channel_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `notes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notes_friend` ON `notes` (`friend_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `column_mappings` (
	`header_signature` text PRIMARY KEY NOT NULL,
	`fields` text NOT NULL,
	`used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `import_batches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`file_name` text NOT NULL,
	`account_id` integer NOT NULL,
	`report` text NOT NULL,
	`undo_action_id` integer,
	`created_at` integer NOT NULL,
	`undone_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `friend_tags` (
	`tag_id` integer NOT NULL,
	`friend_id` integer NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`tag_id`, `friend_id`),
	FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `friend_tags_friend` ON `friend_tags` (`friend_id`,`tag_id`);--> statement-breakpoint
CREATE TABLE `tag_groups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`color` text NOT NULL,
	`place` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tag_groups_name` ON `tag_groups` (`name`);--> statement-breakpoint
CREATE TABLE `tags` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`group_id` integer,
	`name` text NOT NULL,
	`color` text,
	`origin` text NOT NULL,
	`place` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`group_id`) REFERENCES `tag_groups`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_name` ON `tags` (`name`);--> statement-breakpoint
CREATE TABLE `touches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`at` integer NOT NULL,
	`touchpoint` text NOT NULL,
	`direction` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`due_on` text,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `touches_friend` ON `touches` (`friend_id`,`at`);--> statement-breakpoint
CREATE INDEX `touches_at` ON `touches` (`at`,`friend_id`);--> statement-breakpoint
CREATE INDEX `touches_due` ON `touches` (`due_on`);--> statement-breakpoint
CREATE TABLE `level_changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`from_level` integer,
	`to_level` integer NOT NULL,
	`at` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`author` text NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `level_changes_friend` ON `level_changes` (`friend_id`,`at`);--> statement-breakpoint
CREATE INDEX `level_changes_at` ON `level_changes` (`at`);--> statement-breakpoint
CREATE TABLE `undo_actions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`details` text NOT NULL,
	`topics` text NOT NULL,
	`state` text NOT NULL,
	`turned_at` integer
);
--> statement-breakpoint
CREATE INDEX `undo_actions_undone` ON `undo_actions` (`id`) WHERE state = 'undone';--> statement-breakpoint
CREATE TABLE `undo_steps` (
	`action_id` integer NOT NULL,
	`place` integer NOT NULL,
	`op` text NOT NULL,
	`table_name` text NOT NULL,
	`fixed` text NOT NULL,
	`ids` blob,
	`rows` blob,
	PRIMARY KEY(`action_id`, `place`),
	FOREIGN KEY (`action_id`) REFERENCES `undo_actions`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
