CREATE TABLE `chat_erasures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`seconds` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `import_unread` (
	`batch_id` integer PRIMARY KEY NOT NULL,
	`total` integer NOT NULL,
	`kept` integer NOT NULL,
	`list` blob NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `import_batches`(`id`) ON UPDATE no action ON DELETE cascade
);
