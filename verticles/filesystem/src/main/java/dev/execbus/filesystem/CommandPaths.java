package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Canonicalize;
import dev.execbus.bus.FileService.Close;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.GetMetadata;
import dev.execbus.bus.FileService.Open;
import dev.execbus.bus.FileService.ReadBlock;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.Unwatch;
import dev.execbus.bus.FileService.Walk;
import dev.execbus.bus.FileService.Watch;
import dev.execbus.bus.FileService.WatchMissing;
import dev.execbus.bus.FileService.WriteBlock;
import dev.execbus.bus.FileService.WriteFile;
import java.util.List;

/** The paths that a command names: those of commands by handle or watch are not of interest here. */
final class CommandPaths {
    private CommandPaths() {}

    static List<String> of(Command command) {
        return switch (command) {
            case ReadFile each -> List.of(each.params().path());
            case GetMetadata each -> List.of(each.params().path());
            case Canonicalize each -> List.of(each.params().path());
            case ReadDirectory each -> List.of(each.params().path());
            case Walk each -> List.of(each.params().path());
            case WriteFile each -> List.of(each.params().path());
            case CreateDirectory each -> List.of(each.params().path());
            case Remove each -> List.of(each.params().path());
            case Copy each -> List.of(each.params().sourcePath(), each.params().destinationPath());
            case Rename each ->
                List.of(each.params().sourcePath(), each.params().destinationPath());
            case Open each -> List.of(each.params().path());
            case ReadBlock each -> List.of();
            case WriteBlock each -> List.of();
            case Close each -> List.of();
            case WatchMissing each -> List.of();
            case Watch each -> List.of();
            case Unwatch each -> List.of();
        };
    }
}
