package androidx.test.runner.lifecycle

import android.app.Activity

enum class Stage { PRE_ON_CREATE, CREATED, STARTED, RESUMED, PAUSED, STOPPED, RESTARTED, DESTROYED }

enum class ApplicationStage { PRE_ON_CREATE, CREATED }

interface ApplicationLifecycleMonitor

interface ActivityLifecycleMonitor {
    fun getLifecycleStageOf(activity: Activity): Stage?

    fun getActivitiesInStage(stage: Stage): Collection<Activity>
}

/** Keeps the monitor that Robolectric registers. */
object ActivityLifecycleMonitorRegistry {
    private var kept: ActivityLifecycleMonitor? = null

    @JvmStatic
    fun getInstance(): ActivityLifecycleMonitor? = kept

    @JvmStatic
    fun registerInstance(monitor: ActivityLifecycleMonitor?) {
        kept = monitor
    }
}

/** Nobody asks it. */
object ApplicationLifecycleMonitorRegistry {
    @JvmStatic
    fun registerInstance(monitor: ApplicationLifecycleMonitor?) = Unit
}
