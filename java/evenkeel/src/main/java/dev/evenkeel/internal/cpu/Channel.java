package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.ChannelGeometry;

/** The elements of one channel of a row-major (outer, channels, inner) tensor, in memory order. */
record Channel(ChannelGeometry geometry, int channel) {

    /** A value for each element, by its index in the whole tensor. */
    interface Element {
        double at(int index);
    }

    /** Something done with each element, by its index in the whole tensor. */
    interface Visit {
        void at(int index);
    }

    double sum(Element element) {
        double[] total = {0};
        each(i -> total[0] += element.at(i));
        return total[0];
    }

    void each(Visit visit) {
        int inner = (int) geometry.inner();
        for (int o = 0; o < geometry.outer(); o++) {
            int start = (int) (o * geometry.channels() + channel) * inner;
            for (int i = start; i < start + inner; i++) {
                visit.at(i);
            }
        }
    }
}
