package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;

import dev.execbus.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

class ReadBudgetTest {
    @Test
    void refusesWhatOthersLeaveNoRoomForUntilTheyAreDone() {
        ReadBudget budget = new ReadBudget(10);
        ReadBudget.Share first = budget.share();
        first.grow(4);
        first.grow(3);
        try (ReadBudget.Share second = budget.share()) {
            second.grow(2);
            assertRefused(
                    () -> second.grow(2),
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "no room to read 4 bytes now: other reads hold 7 of the 10 bytes of this worker, try again later");

            first.close();
            second.grow(8);
            assertRefused(
                    () -> second.grow(1),
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "no room to read 11 bytes at once: the limit of this worker for all reads together is 10 bytes");
        }
        try (ReadBudget.Share third = budget.share()) {
            third.grow(10);
        }
    }
}
