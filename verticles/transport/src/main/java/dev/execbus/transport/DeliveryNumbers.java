package dev.execbus.transport;

/** Whether the deliveries of one attachment come one after the other, none left out. */
final class DeliveryNumbers {
    private long next = 1;

    /**
     * False for one that is not the next.
     *
     * @param number 0 for a delivery that stands alone
     */
    boolean follows(long number) {
        if (number == 0) {
            return true;
        }
        if (number != next) {
            return false;
        }
        next++;
        return true;
    }
}
