// What Robolectric's instrumentation links to of androidx.test, which is in Google's repository alone. Written from the
// names and signatures that it asks for; it does what Robolectric needs and no more.
package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

/** Keeps the instrumentation of the test that runs. */
object InstrumentationRegistry {
    private var kept: Instrumentation? = null

    @JvmStatic
    fun getInstrumentation(): Instrumentation = checkNotNull(kept) { "no instrumentation yet" }

    @JvmStatic
    fun registerInstance(instrumentation: Instrumentation?, arguments: Bundle?) {
        kept = instrumentation
    }
}
