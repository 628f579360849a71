CREATE TABLE `point_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`delta` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`batch_id` integer,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "point_entries_delta" CHECK("point_entries"."delta" <> 0)
);
--> statement-breakpoint
CREATE INDEX `point_entries_friend` ON `point_entries` (`friend_id`,`at`,`delta`);