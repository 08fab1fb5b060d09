package io.serval.benchmarks.app;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import com.sun.management.ThreadMXBean;

/** Tells what the JVM of the server has allocated, and (with {@code ?gc}) what is alive. Two numbers in one line. */
public final class MeterServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        boolean collect = request.getParameter("gc") != null;
        if (collect) {
            System.gc();
            System.gc();                                    // the first one only queues what has a cleaner
        }
        try {
            Answer.send(response, allocatedBytes() + " " + (collect ? liveBytes() : 0));
        } catch (JMException e) {
            throw new ServletException(e);
        }
    }

    /** Bytes ever allocated. The attribute that counts ended threads too is known from Java 21 on. */
    private static long allocatedBytes() throws JMException {
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "TotalThreadAllocatedBytes");
        } catch (AttributeNotFoundException beforeJava21) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long sum = 0;
            for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                sum += Math.max(0, bytes);
            }
            return sum;
        }
    }

    /** Heap and direct buffers together. */
    private static long liveBytes() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return heap.getUsed() + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
