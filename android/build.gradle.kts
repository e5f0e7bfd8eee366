plugins {
    id("com.android.application") version "9.3.1" apply false
    // Also the Kotlin that the Android plugin has built in.
    id("org.jetbrains.kotlin.jvm") version "2.4.21" apply false
}
