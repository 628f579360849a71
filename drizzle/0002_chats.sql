CREATE TABLE `chat_batch_claims` (
	`batch_id` integer NOT NULL,
	`chunk_no` integer NOT NULL,
	`first_id` integer NOT NULL,
	`last_id` integer NOT NULL,
	`ids` blob NOT NULL,
	PRIMARY KEY(`batch_id`, `chunk_no`),
	FOREIGN KEY (`batch_id`) REFERENCES `chat_batches`(`batch_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `chat_batch_conversations` (
	`batch_id` integer NOT NULL,
	`conversation_id` integer NOT NULL,
	`added` integer NOT NULL,
	`shared` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `conversation_id`),
	FOREIGN KEY (`batch_id`) REFERENCES `chat_batches`(`batch_id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `chat_batches` (
	`batch_id` integer PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`chunks` integer NOT NULL,
	`friend_baseline` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `chat_owners` (
	`account_id` integer NOT NULL,
	`is_id` integer NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`account_id`, `is_id`, `value`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `chat_talkers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`friend_id` integer,
	`import_batch_id` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chat_talkers_external` ON `chat_talkers` (`account_id`,`external_id`) WHERE external_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `chat_talkers_friend` ON `chat_talkers` (`friend_id`) WHERE friend_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `conversation_members` (
	`conversation_id` integer NOT NULL,
	`talker_id` integer NOT NULL,
	`group_name` text NOT NULL,
	PRIMARY KEY(`conversation_id`, `talker_id`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`talker_id`) REFERENCES `chat_talkers`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `conversation_members_talker` ON `conversation_members` (`talker_id`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`kind` text NOT NULL,
	`external_id` text,
	`name` text NOT NULL,
	`friend_id` integer,
	`has_coarse` integer DEFAULT false NOT NULL,
	`message_count` integer DEFAULT 0 NOT NULL,
	`first_at` integer,
	`last_at` integer,
	`in_count` integer DEFAULT 0 NOT NULL,
	`out_count` integer DEFAULT 0 NOT NULL,
	`last_in_at` integer,
	`last_out_at` integer,
	`two_way_days` integer DEFAULT 0 NOT NULL,
	`import_batch_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_external` ON `conversations` (`account_id`,`external_id`) WHERE external_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `conversations_name` ON `conversations` (`account_id`,`name`);--> statement-breakpoint
CREATE INDEX `conversations_friend` ON `conversations` (`friend_id`) WHERE friend_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `conversations_last` ON `conversations` (`last_at`);--> statement-breakpoint
CREATE TABLE `friend_chat_stats` (
	`friend_id` integer PRIMARY KEY NOT NULL,
	`first_at` integer,
	`last_in_at` integer,
	`last_out_at` integer,
	`in_count` integer NOT NULL,
	`out_count` integer NOT NULL,
	`two_way_days` integer NOT NULL,
	`asked_count` integer DEFAULT 0 NOT NULL,
	`last_asked_at` integer,
	`contact_at` integer,
	`other_contact_at` integer,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `message_holes` (
	`id` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`conversation_id` integer NOT NULL,
	`talker_id` integer NOT NULL,
	`direction` integer NOT NULL,
	`kind` integer NOT NULL,
	`precision` integer NOT NULL,
	`source_key` integer,
	`batch_id` integer NOT NULL,
	`content` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `messages_conversation` ON `messages` (`conversation_id`);