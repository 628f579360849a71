CREATE TABLE `ban_kits` (
	`account_id` integer PRIMARY KEY NOT NULL,
	`bundle_at` integer,
	`bundle_people` integer DEFAULT 0 NOT NULL,
	`drill_at` integer,
	`drill_people` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `re_adds` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`via_account_id` integer,
	`state` text NOT NULL,
	`asked_at` integer,
	`settled_at` integer,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`via_account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `re_adds_friend_id_unique` ON `re_adds` (`friend_id`);--> statement-breakpoint
CREATE INDEX `re_adds_account` ON `re_adds` (`account_id`,`state`);--> statement-breakpoint
CREATE INDEX `re_adds_via` ON `re_adds` (`via_account_id`,`asked_at`);