package app.aldis

import android.app.Application
import android.content.Context
import android.os.Bundle
import android.os.Parcel
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import org.robolectric.util.ReflectionHelpers
import org.robolectric.util.ReflectionHelpers.ClassParameter

/** A process that can die, as far as a test can kill it: what it held is dropped, and only files and the Bundle stay. */
abstract class MortalTest : PhoneTest() {
    /** The app went to the back, and what the system keeps of it is in the Bundle. */
    protected fun leave(): Bundle {
        val bundle = Bundle()
        hand.pause().stop().saveInstanceState(bundle)
        settle()
        return bundle
    }

    /** Killed in the background, and started again from its icon or the list of apps. */
    protected fun dieAndComeBack(bundle: Bundle) {
        hand.destroy()
        comeBack(bundle)
    }

    /** The battery falls out: nobody is told, nothing is stopped, sealed or closed. */
    protected fun powerGoesAndComesBack() = comeBack(null)

    private fun comeBack(bundle: Bundle?) {
        app.shell.dieForTests()
        app.shell.watch = {}
        val field = AldisApp::class.java.getDeclaredField("shell\$delegate").apply { isAccessible = true }
        val fresh = AldisApp::class.java.getDeclaredConstructor().newInstance()
        ReflectionHelpers.callInstanceMethod<Unit>(
            Application::class.java, fresh, "attach",
            ClassParameter.from(Context::class.java, RuntimeEnvironment.getApplication().baseContext),
        )
        field.set(app, field.get(fresh))
        hand = Robolectric.buildActivity(MainActivity::class.java).create(bundle).start()
        if (bundle != null) hand.restoreInstanceState(bundle)
        hand = hand.resume().visible() as ActivityController<MainActivity>
        settle()
    }

    protected fun everythingIn(bundle: Bundle): String {
        val parcel = Parcel.obtain()
        parcel.writeBundle(bundle)
        val bytes = parcel.marshall()
        parcel.recycle()
        return bytes.decodeToString() + String(bytes, Charsets.UTF_16LE) + bundle
    }
}
